import { verify } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { err, ok, type Result } from '#app/shared/result'
import { newId } from '#app/shared/ids'
import type { GatewayMessage, SignedMessage } from '#app/payments/drivers/contract'
import { signingCertificate } from '#app/payments/drivers/paypal/certificates'
import type { PayPalConfig } from '#app/payments/drivers/paypal/config'
import { outcomeOf } from '#app/payments/drivers/paypal/failures'
import { aboutOf, objectOf, type PayPalEvent } from '#app/payments/drivers/paypal/messages'
import { PayPalClient } from '#app/payments/drivers/paypal/transport'

const hourMs = 3_600_000
/** PayPal sends a message again for three days; older ones are played back by somebody else. */
const pastMsMax = (3 * 24 + 6) * hourMs
const futureMsMax = 5 * 60_000
const signatureMax = 1_000

interface Transmission {
  id: string
  time: string
  signature: string
  certificateUrl: string
}

/**
 * Verifies a message with PayPal's certificate, without asking PayPal, and says what it is about. Where the certificate cannot be had
 * PayPal is asked, if the settings want that; otherwise the message has to come again.
 * @see https://developer.paypal.com/api/rest/webhooks/
 */
export async function readWebhook(
  config: PayPalConfig,
  { rawBody, headers, now }: SignedMessage
): Promise<Result<GatewayMessage, 'forged' | 'unverified'>> {
  const transmission = transmissionIn(headers)
  // Without the webhook's id nothing can be checked, so nothing is believed.
  if (!transmission || config.webhookId === '' || !isRecent(transmission, now)) return err('forged')
  const certificate = await signingCertificate(config, transmission.certificateUrl, now)
  if (!certificate.ok) {
    if (certificate.error === 'refused') return err('forged')
    if (config.verification !== 'certificate_or_call') return err('unverified')
    const asked = await askPayPal(config, transmission, rawBody)
    return asked.ok ? readEvent(rawBody) : asked
  }
  const signed = Buffer.from(signedText(transmission, config.webhookId, rawBody))
  const isTrue = verify('sha256', signed, certificate.value.publicKey, Buffer.from(transmission.signature, 'base64')) // prettier-ignore
  return isTrue ? readEvent(rawBody) : err('forged')
}

/** CRC-32 of the body's bytes as they came, unsigned and in decimal. */
export function signedText(
  { id, time }: Pick<Transmission, 'id' | 'time'>,
  webhookId: string,
  rawBody: string
): string {
  return `${id}|${time}|${webhookId}|${crc32(Buffer.from(rawBody))}`
}

function transmissionIn(headers: SignedMessage['headers']): Transmission | null {
  const text = (name: string) => {
    const value = headers[`paypal-${name}`]
    return typeof value === 'string' && value.length <= signatureMax ? value : ''
  }
  const found = {
    id: text('transmission-id'),
    time: text('transmission-time'),
    signature: text('transmission-sig'),
    certificateUrl: text('cert-url'),
  }
  const isWhole = Object.values(found).every((value) => value !== '')
  return isWhole && text('auth-algo') === 'SHA256withRSA' ? found : null
}

function isRecent({ time }: Transmission, now: Date): boolean {
  const ageMs = now.getTime() - Date.parse(time)
  return ageMs <= pastMsMax && ageMs >= -futureMsMax
}

/** The event goes back as the text that it was: written anew, PayPal would not know it. */
async function askPayPal(
  config: PayPalConfig,
  { id, time, signature, certificateUrl }: Transmission,
  rawBody: string
): Promise<Result<void, 'forged' | 'unverified'>> {
  if (!parse(rawBody)) return err('forged')
  const client = new PayPalClient(config, { kind: 'gateway', id: config.gatewayId || newId() })
  const known = JSON.stringify({
    auth_algo: 'SHA256withRSA',
    cert_url: certificateUrl,
    transmission_id: id,
    transmission_sig: signature,
    transmission_time: time,
    webhook_id: config.webhookId,
  })
  const asked = await outcomeOf(
    () =>
      client.call<{ verification_status?: string }>({
        method: 'POST',
        path: '/v1/notifications/verify-webhook-signature',
        body: `${known.slice(0, -1)},"webhook_event":${rawBody}}`,
      }),
    { isReading: true }
  )
  if (!asked.ok) return err('unverified')
  return asked.value.verification_status === 'SUCCESS' ? ok() : err('forged')
}

function parse(rawBody: string): PayPalEvent | null {
  try {
    const event = JSON.parse(rawBody) as PayPalEvent | null
    return typeof event?.id === 'string' && typeof event.event_type === 'string' ? event : null
  } catch {
    return null
  }
}

function readEvent(rawBody: string): Result<GatewayMessage, 'forged'> {
  const event = parse(rawBody)
  if (!event) return err('forged')
  const about = aboutOf(event)
  return ok({
    id: event.id,
    type: event.event_type,
    about,
    ...objectOf(event, about),
    parkedBecause:
      event.event_version === '1.0'
        ? null
        : `The message speaks version ${event.event_version ?? 'none'}, this software 1.0`,
    payload: event as unknown as Record<string, unknown>,
  })
}
