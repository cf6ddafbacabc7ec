import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

interface CreationOptions {
  challenge: string
  rp: { id?: string }
  user: { id: string }
}

interface RequestOptions {
  challenge: string
  rpId?: string
}

/** What the authenticator says of its person: there (1), recognised (4), with key data (64). */
const flags = { present: 1, verified: 4, attested: 64 }

/** A passkey in software, which answers as a browser would: for tests of the server's side without a browser. */
export class SoftPasskey {
  readonly id = randomBytes(16)
  private keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  /** Whose it says that it is. */
  userHandle = ''
  /** Passkeys that are kept in step between devices always say zero. */
  counter = 0

  constructor(private origin: string) {}

  /** The same passkey in a browser that shows another page: what it signs says so. */
  on(origin: string): SoftPasskey {
    return Object.assign(new SoftPasskey(origin), {
      id: this.id,
      keys: this.keys,
      userHandle: this.userHandle,
    } as object)
  }

  /** Answers the server's question to make a passkey. */
  create({ challenge, rp, user }: CreationOptions, rpId = rp.id!): object {
    this.userHandle = user.id
    const clientData = this.clientData('webauthn.create', challenge)
    const keyData = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.id.length]),
      this.id,
      coseKey(this.keys.publicKey),
    ])
    const authData = this.authData(rpId, flags.present | flags.verified | flags.attested, keyData)
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      cborText('fmt'),
      cborText('none'),
      cborText('attStmt'),
      Buffer.from([0xa0]),
      cborText('authData'),
      cborBytes(authData),
    ])
    return this.answer({
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    })
  }

  /** Answers the server's question to prove that it is held. */
  prove({ challenge, rpId }: RequestOptions, { isVerified = true } = {}): object {
    const clientData = this.clientData('webauthn.get', challenge)
    const authData = this.authData(rpId!, flags.present | (isVerified ? flags.verified : 0))
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()])
    return this.answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, this.keys.privateKey).toString('base64url'),
      userHandle: this.userHandle,
    })
  }

  private answer(response: object): object {
    const id = this.id.toString('base64url')
    return { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} }
  }

  private clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }))
  }

  private authData(rpId: string, bits: number, rest: Buffer = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([bits]), counter, rest])
  }
}

/** An ES256 key as COSE has it: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
function coseKey(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' })
  const part = (text: string) => cborBytes(Buffer.from(text, 'base64url'))
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    part(x!),
    Buffer.from([0x22]),
    part(y!),
  ])
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])
}

function cborBytes(bytes: Buffer): Buffer {
  const head = bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255]
  return Buffer.concat([Buffer.from(head), bytes])
}
