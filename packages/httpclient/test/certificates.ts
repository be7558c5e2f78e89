import { generate } from "selfsigned";

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateOptions {
  readonly dnsNames?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** A certificate that signs itself, for 127.0.0.1 and the names given. */
export async function selfSigned(options: CertificateOptions = {}): Promise<Certificate> {
  const { dnsNames = ["localhost"], notBefore, notAfter } = options;
  const names = dnsNames.map((value) => ({ type: 2 as const, value }));
  const pem = await generate([{ name: "commonName", value: dnsNames[0] ?? "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    ...(notBefore === undefined ? {} : { notBeforeDate: notBefore }),
    ...(notAfter === undefined ? {} : { notAfterDate: notAfter }),
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [...names, { type: 7, ip: "127.0.0.1" }] },
    ],
  });
  return { key: pem.private, cert: pem.cert };
}
