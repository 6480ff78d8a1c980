"""HTTP Digest authentication (RFC 7616), which some SPARQL servers ask of those who write."""

from __future__ import annotations

import hashlib
import secrets
import urllib.request
from dataclasses import dataclass, field

from graph.errors import StoreUnavailable

_ALGORITHMS = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass(slots=True)
class Digest:
    """The answers to one challenge. A challenge that cannot be answered raises StoreUnavailable."""

    challenge: str
    user: str
    password: str = field(repr=False)
    count: int = 0

    def header(self, method: str, path: str) -> str:
        """What goes into ``Authorization`` for the next request."""
        asked = urllib.request.parse_keqv_list(
            urllib.request.parse_http_list(self.challenge[len("Digest ") :])
        )
        algorithm = asked.get("algorithm", "MD5")
        hashed = _ALGORITHMS.get(algorithm.upper())
        if hashed is None or ("qop" in asked and "auth" not in asked["qop"].replace(",", " ").split()):
            raise StoreUnavailable(
                f"存储服务要求的认证方式不支持（this Digest authentication is not supported: {self.challenge}）"
            )

        def of(text: str) -> str:
            return hashed(text.encode()).hexdigest()

        self.count += 1
        nonce, realm = asked.get("nonce", ""), asked.get("realm", "")
        who, what = of(f"{self.user}:{realm}:{self.password}"), of(f"{method}:{path}")
        parts = {"username": self.user, "realm": realm, "nonce": nonce, "uri": path, "algorithm": algorithm}
        if "qop" in asked:
            number, own = f"{self.count:08x}", secrets.token_hex(8)
            parts |= {"qop": "auth", "nc": number, "cnonce": own}
            parts["response"] = of(f"{who}:{nonce}:{number}:{own}:auth:{what}")
        else:
            parts["response"] = of(f"{who}:{nonce}:{what}")
        if "opaque" in asked:
            parts["opaque"] = asked["opaque"]
        bare = ("qop", "nc", "algorithm")
        return "Digest " + ", ".join(
            f"{name}={value}" if name in bare else f'{name}="{value}"' for name, value in parts.items()
        )
