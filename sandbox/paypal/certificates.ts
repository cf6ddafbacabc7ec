import { sign, verify, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import type { Account } from './account.ts'

/**
 * The stand-in's own authority, an intermediate and the certificate that signs webhooks. Made once; the authority's key was thrown
 * away. Only what is told to trust this authority does.
 */
const pem = (name: string) => readFileSync(new URL(`./pem/${name}.pem`, import.meta.url), 'utf8')

/** Certificates by the last part of their address. The others are what a receiver has to refuse. */
const chains: Record<string, () => string> = {
  'CERT-signer': () => pem('signer') + pem('intermediate'),
  'CERT-stranger': () => pem('stranger'),
  'CERT-other-name': () => pem('other_name') + pem('intermediate'),
  'CERT-expired': () => pem('expired') + pem('intermediate'),
  'CERT-no-chain': () => pem('signer'),
}

export const certificatePath = '/v1/notifications/certs'
export const signerName = 'CERT-signer'

export function serveCertificates(app: FastifyInstance, { kit }: Account): void {
  app.get('/_paypal/authority.pem', async (_request, reply) =>
    reply.type('application/x-pem-file').send(pem('authority'))
  )
  app.get<{ Params: { name: string } }>(`/paypal${certificatePath}/:name`, async (request, reply) => {
    if (kit.faults.strikes('certificate_unavailable')) return reply.code(503).send('Service Unavailable')
    const chain = chains[request.params.name]
    if (!chain) return reply.code(404).send('Not Found')
    return reply.type('application/x-pem-file').send(chain())
  })
}

export type Transmission = { id: string; time: string; webhook: string; body: string }

function messageOf({ id, time, webhook, body }: Transmission): string {
  return `${id}|${time}|${webhook}|${crc32(Buffer.from(body))}`
}

/** RSA over SHA-256 of id, time, webhook and the CRC-32 of the body, in decimal. */
export function signed(transmission: Transmission): string {
  return sign('sha256', Buffer.from(messageOf(transmission)), pem('signer_key')).toString('base64')
}

export function isSigned(transmission: Transmission, signature: string): boolean {
  const { publicKey } = new X509Certificate(pem('signer'))
  return verify('sha256', Buffer.from(messageOf(transmission)), publicKey, Buffer.from(signature, 'base64'))
}
