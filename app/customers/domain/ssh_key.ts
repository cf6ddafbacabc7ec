import { createHash } from 'node:crypto'
import { err, ok, type Result } from '#app/shared/result'

/** A public key as it is kept: type and key, without its comment. */
export interface SshKeyText {
  publicKey: string
  /** As `ssh-keygen -l` prints it. */
  fingerprint: string
  /** What stood behind the key: mostly whose machine it is from. */
  comment: string
}

export type SshKeyProblem = 'private_key' | 'not_a_key' | 'type_unknown' | 'too_short'

/** Fields of each type besides its name: RFC 4253, RFC 5656, RFC 8709, and OpenSSH's own for keys in hardware. */
const fieldsOfType: Record<string, number> = {
  'ssh-ed25519': 1,
  'ssh-rsa': 2,
  'ecdsa-sha2-nistp256': 2,
  'ecdsa-sha2-nistp384': 2,
  'ecdsa-sha2-nistp521': 2,
  'sk-ssh-ed25519@openssh.com': 2,
  'sk-ecdsa-sha2-nistp256@openssh.com': 3,
}
const rsaBitsMin = 2048
const textLengthMax = 6000

/** Reads a line of an `authorized_keys` file. Options before the key are refused: they would be lost on the way. */
export function readSshKey(text: string): Result<SshKeyText, SshKeyProblem> {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return err('private_key')
  const [, type = '', key = '', comment = ''] =
    /^([a-z0-9@.-]+)[ \t]+([A-Za-z0-9+/]+=*)(?:[ \t]+(.*))?$/.exec(text.trim()) ?? []
  if (type === '' || text.length > textLengthMax) return err('not_a_key')
  const count = fieldsOfType[type]
  if (count === undefined) return err('type_unknown')
  const bytes = Buffer.from(key, 'base64')
  const fields = fieldsIn(bytes)
  if (!fields || String(fields[0]) !== type || fields.length !== count + 1) return err('not_a_key')
  if (type === 'ssh-ed25519' && fields[1]!.length !== 32) return err('not_a_key')
  if (type === 'ssh-rsa' && bitsOf(fields[2]!) < rsaBitsMin) return err('too_short')
  const digest = createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')
  return ok({
    publicKey: `${type} ${bytes.toString('base64')}`,
    fingerprint: `SHA256:${digest}`,
    comment: comment.trim(),
  })
}

/** Length and bytes, again and again to the very end; null where that does not come out even. */
function fieldsIn(bytes: Buffer): Buffer[] | null {
  const fields: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) return null
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > bytes.length) return null
    fields.push(bytes.subarray(at + 4, end))
    at = end
  }
  return fields
}

/** Of a whole number as SSH writes it, which begins with a zero where it would look negative. */
function bitsOf(number: Buffer): number {
  const start = number.findIndex((byte) => byte !== 0)
  return start < 0 ? 0 : (number.length - start - 1) * 8 + (32 - Math.clz32(number[start]!))
}
