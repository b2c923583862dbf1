/**
 * A certificate of nobody's, for `localhost` and 127.0.0.1, which is its own authority, with its key. For tests alone:
 * everybody has the key.
 */
export const testCertificate = {
  key: `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEICRc40eNMqocq7CYoGs9IQgH5jdsiSEd6vQ3HV09YX10oAoGCCqGSM49
AwEHoUQDQgAERxQOUlcsz4OcEKErZPw2P0gXiFcqZEPE5yR2oM6yQLdXGVw6jJTZ
85BFnMR+eyvexTsorEdrsvLtGSlFhHenWQ==
-----END EC PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBjzCCATWgAwIBAgIBATAKBggqhkjOPQQDAjAoMSYwJAYDVQQDDB1IRUFSVCBT
dXJ2ZXkgdGVzdCBjZXJ0aWZpY2F0ZTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEw
MTAwMDAwMFowKDEmMCQGA1UEAwwdSEVBUlQgU3VydmV5IHRlc3QgY2VydGlmaWNh
dGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARHFA5SVyzPg5wQoStk/DY/SBeI
VypkQ8TnJHagzrJAt1cZXDqMlNnzkEWcxH57K97FOyisR2uy8u0ZKUWEd6dZo04w
TDAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAd
BgNVHQ4EFgQUWtr1LySMIXQ9V/v0eg3MgM57d10wCgYIKoZIzj0EAwIDSAAwRQIh
AOvJfM5TRox7KT9uxR+0ccPlhGUS7nm9waoPd8uzw9o6AiA/T5DkgFq7qFLGpUWD
anFgmkEgha/aOMjmjA3Soheamg==
-----END CERTIFICATE-----`,
};
