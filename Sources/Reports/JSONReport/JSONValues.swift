import Model

extension Timestamp: JSONConvertible { var json: JSONDocument { .string(description) } }
extension ExactDecimal: JSONConvertible { var json: JSONDocument { .string(description) } }
extension StorageClass: JSONConvertible { var json: JSONDocument { .string(rawValue) } }

extension Gap: JSONConvertible {
  var json: JSONDocument {
    var members: [String: JSONDocument] = ["reason": reason.json, "message": description.json]
    switch self {
    case .denied(let permission): members["permission"] = permission.json
    case .unsupported(let operation): members["operation"] = operation.json
    case .failed(let operation, _): members["operation"] = operation.json
    case .notCollected: break
    }
    return .object(members)
  }
}

/// `{"state": "known", "value": …}`, `{"state": "absent"}` or `{"state": "unknown", "gap": {…}}`.
extension Observation: JSONConvertible where Value: JSONConvertible {
  var json: JSONDocument {
    switch self {
    case .known(let value): .object(["state": "known".json, "value": value.json])
    case .absent: .object(["state": "absent".json])
    case .unknown(let gap): .object(["state": "unknown".json, "gap": gap.json])
    }
  }
}

extension CostTotal: JSONConvertible {
  var json: JSONDocument { .object(["amount": known.json, "complete": isComplete.json, "missing": missing.json]) }
}

extension BucketEstimate: JSONConvertible {
  var json: JSONDocument {
    .object([
      "bucket": bucket.json, "currency": currency.json,
      "price_table": .object(["name": table.json, "date": tableDate.json]),
      "lines": lines.json, "total": total.json, "noncurrent": noncurrent.json, "incomplete_uploads": uploads.json,
      "superseded_datasets": supersededDatasets.json, "remarks": remarks.json,
      "prefixes": .array(
        prefixes.map { .object(["prefix": $0.prefix.json, "depth": $0.depth.json, "monthly": $0.monthly.json]) }),
      "layers": .array(
        layers.map {
          .object([
            "layer": $0.layer.json, "prefixes": $0.prefixes.json, "objects": $0.tally.objects.json,
            "bytes": $0.tally.bytes.json, "monthly": $0.monthly.json,
          ])
        }),
    ])
  }
}

extension CostLine: JSONConvertible {
  var json: JSONDocument {
    .object([
      "category": category.rawValue.json, "item": item.json, "storage_class": storageClass.json,
      "basis": basis.rawValue.json, "note": note.json, "quantity": quantity.json, "unit": unit.json,
      "unit_price": unitPrice.json, "per": per.json, "amount": amount.json,
    ])
  }
}

extension Finding: JSONConvertible {
  var json: JSONDocument {
    .object([
      "rule_id": ruleID.json, "aliases": aliases.json, "title": title.json, "category": category.json,
      "severity": severity.rawValue.json, "status": status.rawValue.json, "resource": resource.json,
      "resource_type": resourceType.json, "bucket": bucket.json, "region": region.json, "account": account.json,
      "subject": subject.json, "message": message.json,
      "evidence": .array(evidence.map { .object(["name": $0.name.json, "value": $0.value.json]) }),
      "remediation": .object([
        "text": remediation.text.json, "cli": remediation.cli.json, "terraform": remediation.terraform.json,
      ]),
      "references": references.json, "gaps": gaps.json, "opted_out": isOptedOut.json, "fingerprint": fingerprint.json,
      "monthly_cost_impact_usd": monthlyCostImpactUSD.json, "waiver": waiver.json,
    ])
  }
}

extension Waiver: JSONConvertible {
  var json: JSONDocument { .object(["reason": reason.json, "owner": owner.json, "expires": expires.json]) }
}

extension ScanError: JSONConvertible {
  var json: JSONDocument {
    .object([
      "bucket": bucket.json, "service": service.json, "operation": operation.json, "code": code.json,
      "http_status": httpStatus.json, "request_id": requestID.json, "message": message.json, "fix": fix.json,
    ])
  }
}
