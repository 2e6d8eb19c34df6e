import { generateKeyPairSync, sign } from 'node:crypto'

const ECDSA_WITH_SHA256 = '06082a8648ce3d040302'
const COMMON_NAME = '0603550403'
/** `subjectAltName` with the address 127.0.0.1, as an extension. */
const LOOPBACK_ADDRESS = '300f0603551d11040830068704' + '7f000001'

/** A value of DER: tag, length, content. Nothing here reaches 64 KiB. */
function der(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)),
  )
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly (Buffer | string)[]) => der(0x30, ...parts)

/** Good for this computer for today and tomorrow, and vouched for by nobody. Made anew, so that no key lies in a file. */
export function makeSelfSignedCertificate(nowMs: number): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from('127.0.0.1')))))
  const day = (offset: number) => {
    const digits = new Date(nowMs + offset * 86_400_000).toISOString().replace(/\D/g, '').slice(2, 14)
    return der(0x17, Buffer.from(`${digits}Z`))
  }
  const body = sequence(
    der(0xa0, '020102'),
    der(0x02, '01'),
    sequence(ECDSA_WITH_SHA256),
    name,
    sequence(day(-1), day(1)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(LOOPBACK_ADDRESS)),
  )
  const signature = sign('sha256', body, privateKey)
  const certificate = sequence(body, sequence(ECDSA_WITH_SHA256), der(0x03, '00', signature))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  }
}
