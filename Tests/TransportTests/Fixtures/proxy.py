"""An HTTP proxy with tunnels. Prints its port, then each request line and its Proxy-Authorization; ends with its input.

With a word as argument, it asks for `Basic <word>`.
"""
import os
import socket
import sys
import threading

wanted = f"Basic {sys.argv[1]}" if len(sys.argv) > 1 else None


def head(client):
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = client.recv(4096)
        if not chunk:
            return None
        data += chunk
    return data.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")


def copy(source, target):
    try:
        while chunk := source.recv(65536):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client):
    with client:
        while lines := head(client):
            password = next((line.split(": ", 1)[1] for line in lines if line.lower().startswith("proxy-auth")), "-")
            print(f"{lines[0]} {password}", flush=True)
            if wanted and password != wanted:
                client.sendall(
                    b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                    b"Content-Length: 0\r\n\r\n"
                )
                continue
            method, target, _ = lines[0].split(" ", 2)
            if method != "CONNECT":
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nby proxy\n")
                continue
            host, port = target.rsplit(":", 1)
            if port == "1":
                client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                continue
            with socket.create_connection((host, int(port))) as server:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=copy, args=(server, client), daemon=True)
                back.start()
                copy(client, server)
                back.join()
            return


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def accept():
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
os._exit(0)
