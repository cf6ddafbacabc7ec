import app from '@adonisjs/core/services/app'
import type { Fact } from '#app/shared/events/event'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { findOffer, type Offer, offerPath } from '#app/offers/index'
import { QueueMessage } from '#app/messaging/actions/queue_message'
import type { MailFact } from '#app/messaging/domain/message_content'
import { messageKinds } from '#app/messaging/domain/message_kinds'
import { findStaffRecipients } from '#app/messaging/queries/find_recipients'

interface OfferData {
  offerId: string
}

/** Sends a quote to whom it is for. The key of its link is put in when the mail is written. (`offer.sent`) */
export function mailOffer({ data }: Fact<OfferData>): Promise<void> {
  return mailReader('offer_sent', data.offerId)
}

/** Reminds of a quote that ends soon. (`offer.expiring`) */
export function mailOfferReminder({ data }: Fact<OfferData>): Promise<void> {
  return mailReader('offer_reminder', data.offerId)
}

/** Tells staff what somebody answered to a quote. (`offer.accepted`, `offer.declined`) */
export async function mailStaffOfferAnswered({ name, data }: Fact<OfferData>): Promise<void> {
  const offer = await findOffer(data.offerId)
  if (!offer) return
  const answer = name === 'offer.accepted' ? 'offer_accepted' : 'offer_declined'
  const reason: MailFact[] = offer.declineReason
    ? [{ label: 'decline_reason', value: offer.declineReason }]
    : []
  await (
    await app.container.make(QueueMessage)
  ).execute({
    kind: 'staff_offer_answered',
    subject: { kind: 'offer', id: offer.id },
    customerId: offer.customerId,
    recipients: await findStaffRecipients(messageKinds.staff_offer_answered.ability),
    content: {
      values: { name: offer.name, reference: offer.reference ?? '', answer: { word: answer } },
      facts: [...offerFacts(offer), ...reason],
      action: { surface: 'admin', path: `/quotes/${showId('offer', offer.id)}` },
    },
  })
}

async function mailReader(kind: 'offer_sent' | 'offer_reminder', offerId: string): Promise<void> {
  const offer = await findOffer(offerId)
  if (!offer || offer.status !== 'sent') return
  const { id, customerId, email, name, locale, intro } = offer
  await (
    await app.container.make(QueueMessage)
  ).execute({
    kind,
    subject: { kind: 'offer', id },
    customerId,
    recipients: [{ userId: null, email, name, locale }],
    content: {
      values: { name, reference: offer.reference ?? '' },
      facts: offerFacts(offer),
      note: kind === 'offer_sent' ? intro : null,
      action: { surface: 'storefront', path: offerPath(locale) },
    },
  })
}

function offerFacts({ reference, total, currency, validUntil }: Offer): MailFact[] {
  return [
    { label: 'offer', value: reference ?? '' },
    { label: 'total', value: { money: toWire({ amount: total ?? 0n, currency }) } },
    { label: 'valid_until', value: { date: validUntil } },
  ]
}
