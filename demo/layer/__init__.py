"""The demo server's own answers, in front of moto: listings, settings that moto forgets, CloudWatch's storage metrics."""
