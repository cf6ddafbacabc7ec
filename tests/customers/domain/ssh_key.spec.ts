import { generateKeyPairSync } from 'node:crypto'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { readSshKey } from '#app/customers/domain/ssh_key'

const field = (bytes: Buffer | string) => {
  const content = Buffer.from(bytes as string)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, content])
}
const keyOf = (type: string, ...fields: (Buffer | string)[]) =>
  `${type} ${Buffer.concat([type, ...fields].map(field)).toString('base64')}`
const ed25519 = keyOf('ssh-ed25519', Buffer.alloc(32, 7))
const rsaOf = (bits: number) => {
  const { n = '' } = generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' })
  return keyOf(
    'ssh-rsa',
    Buffer.from([1, 0, 1]),
    Buffer.concat([Buffer.alloc(1), Buffer.from(n, 'base64url')])
  )
}

test.group('A public key', () => {
  test('is read by its type, and refused with the reason')
    .with([
      { what: 'Ed25519', text: ed25519, expected: 'ok' },
      { what: 'with a comment and space around', text: `  ${ed25519}\tada@laptop ✓ \n`, expected: 'ok' },
      { what: 'RSA of 2048 bits', text: rsaOf(2048), expected: 'ok' },
      {
        what: 'in hardware',
        text: keyOf('sk-ssh-ed25519@openssh.com', Buffer.alloc(32, 1), 'ssh:'),
        expected: 'ok',
      },
      { what: 'RSA of 1024 bits', text: rsaOf(1024), expected: 'too_short' },
      { what: 'DSA', text: keyOf('ssh-dss', 'a', 'b', 'c', 'd'), expected: 'type_unknown' },
      { what: 'a private key', text: '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl', expected: 'private_key' },
      { what: 'options before it', text: `command="rm -rf /" ${ed25519}`, expected: 'not_a_key' },
      { what: 'two lines', text: `${ed25519}\n${ed25519}`, expected: 'not_a_key' },
      {
        what: 'another type inside',
        text: ed25519.replace('ssh-ed25519 ', 'ssh-rsa '),
        expected: 'not_a_key',
      },
      { what: 'cut off', text: ed25519.slice(0, -8), expected: 'not_a_key' },
      {
        what: 'a key of the wrong length',
        text: keyOf('ssh-ed25519', Buffer.alloc(31)),
        expected: 'not_a_key',
      },
      { what: 'nothing', text: '', expected: 'not_a_key' },
      { what: 'far too long', text: `${ed25519} ${'x'.repeat(7000)}`, expected: 'not_a_key' },
    ])
    .run(({ assert }, { text, expected }) => {
      const read = readSshKey(text)
      assert.equal(read.ok ? 'ok' : read.error, expected)
      if (read.ok) assert.match(read.value.publicKey, /^[a-z0-9@.-]+ [A-Za-z0-9+/]+=*$/)
    })

  test('has the fingerprint that ssh-keygen prints', ({ assert }) => {
    const read = readSshKey(
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl user@host'
    )
    assert.isTrue(read.ok)
    if (!read.ok) return
    assert.equal(read.value.comment, 'user@host')
    assert.equal(read.value.fingerprint, 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
  })

  test('never throws and never lets a line break through, whatever is written', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.string().map((text) => `${ed25519} ${text}`)
        ),
        (text) => {
          const read = readSshKey(text)
          assert.isFalse(read.ok && /[\r\n]/.test(read.value.publicKey))
        }
      )
    )
  })
})
