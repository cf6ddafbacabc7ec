import edge from 'edge.js'
import i18nManager from '@adonisjs/i18n/services/main'
import type { I18n } from '@adonisjs/i18n'
import { DateTime } from 'luxon'
import { currentTenant } from '#app/shared/database/context'
import { formatExactMoney, formatMoney } from '#app/shared/money/money'
import { openAskedSignUp } from '#app/customers/index'
import { findUser, openEmailLink, openInvitationLink, openResetLink } from '#app/identity/index'
import { keepIncludedParts } from '#app/shared/texts/kept_parts'
import { openOfferLink } from '#app/offers/index'
import { type Brand, findBrand, findSurfaceUrls } from '#app/tenancy/index'
import { mailAccent } from '#app/messaging/domain/mail_colors'
import type { MailValue, MessageContent } from '#app/messaging/domain/message_content'
import { findClaimLink } from '#app/messaging/queries/find_money_back'
import type { Message } from '#app/messaging/records/messages'

// A mail is made of four parts that all mails share.
keepIncludedParts(edge)

export interface RenderedMessage {
  subject: string
  text: string
  html: string
  brand: Brand
  /** The text as it may be kept: without a link that is a key. */
  keepableText: string
  keepableHtml: string
}

/** How does this message read to its recipient? Null when it makes no sense any more (its link was used). */
export async function renderMessage(message: Message): Promise<RenderedMessage | null> {
  const content = message.data as unknown as MessageContent
  const [brand, urls] = [await findBrand(), await findSurfaceUrls()]
  const i18n = i18nManager.locale(message.locale)
  const zone = await zoneOf(message, content)
  const values = { brand: brand.name, ...formatAll(content.values, i18n, zone) }
  const link = await openLink(message, content.action && urls[content.action.surface] + content.action.path)
  if (link === null) return null
  const view = {
    brand,
    urls,
    accent: mailAccent(brand.accent_color),
    locale: message.locale,
    kind: message.kind,
    phrase: (key: string) => i18n.t(`mail.${message.kind}.${key}`, values),
    common: (key: string) => i18n.t(`mail.common.${key}`, values),
    facts: content.facts.map(({ label, value }) => ({
      label: i18n.t(`mail.facts.${label}`),
      value: format(value, i18n, zone),
    })),
    note: content.note ?? null,
    addressLine: [brand.legal_name, ...Object.values(brand.address)].filter(Boolean).join(', '),
  }
  const render = (url: string | null) => renderBoth(message.kind, { ...view, url })
  const sent = await render(link.url)
  return {
    ...sent,
    brand,
    subject: toSubject(view.phrase('subject')),
    ...toKept(link.keepableUrl === link.url ? sent : await render(link.keepableUrl)),
  }
}

interface MailLink {
  url: string | null
  /** As it may be kept: without its key. */
  keepableUrl: string | null
}

/** Where the mail leads: to a page of ours, with a key at its end where it needs one; null when there is nothing to open any more. */
async function openLink({ kind, subject_id }: Message, url: string | null): Promise<MailLink | null> {
  switch (kind) {
    case 'password_reset':
      return withKey(url, await openResetLink(subject_id))
    case 'confirm_sign_up':
      return withKey(url, await openAskedSignUp(subject_id))
    case 'verify_email':
    case 'confirm_email_change':
    case 'confirm_email_leaving':
    case 'email_changed':
    case 'sign_in_link':
      return withKey(url, await openEmailLink(subject_id))
    case 'team_invitation':
    case 'staff_invitation':
      return withKey(url, await openInvitationLink(subject_id))
    case 'offer_sent':
    case 'offer_reminder':
      return withKey(url, await openOfferLink(subject_id))
    case 'refund_to_claim': {
      const claim = await findClaimLink(subject_id)
      return claim ? { url: claim, keepableUrl: url } : null
    }
    default:
      return { url, keepableUrl: url }
  }
}

function withKey(url: string | null, key: string | null): MailLink | null {
  return key === null ? null : { url: `${url}${key}`, keepableUrl: `${url}…` }
}

function toKept({ text, html }: { text: string; html: string }) {
  return { keepableText: text, keepableHtml: html }
}

async function renderBoth(kind: string, view: object): Promise<{ text: string; html: string }> {
  const html = await edge.render(`mail/${kind}`, view)
  const text = await edge.render(`mail/${kind}.text`, view)
  return { html, text: tidyText(text) }
}

/** Templates are written for HTML, where the engine escapes; a text has no markup to protect. */
function tidyText(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd())
  return `${lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

/** One line: whatever a customer is called cannot add headers. */
function toSubject(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200)
}

/** In which zone its recipient reads times: their own, or the tenant's where they have no account. Asked for only where a time stands in the mail. */
async function zoneOf({ user_id: userId }: Message, { values, facts }: MessageContent): Promise<string> {
  const all = [...Object.values(values), ...facts.map(({ value }) => value)]
  const saysTime = all.some((value) => typeof value === 'object' && 'instant' in value)
  const user = saysTime && userId ? await findUser(userId) : undefined
  return user?.time_zone ?? currentTenant().timeZone
}

function formatAll(values: Record<string, MailValue>, i18n: I18n, zone: string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, format(value, i18n, zone)]))
}

function format(value: MailValue, i18n: I18n, zone: string): string {
  if (typeof value === 'string') return value
  if ('money' in value) {
    const money = formatMoney(
      { amount: BigInt(value.money.amount), currency: value.money.currency },
      i18n.locale
    )
    if (!value.each) return money
    const { unit, count } = value.each
    return `${money} ${i18n.t(`documents.every.${unit}`, { count })}`
  }
  if ('hour' in value) {
    const { amount, currency } = value.monthAtMost
    const most = formatMoney({ amount: BigInt(amount), currency }, i18n.locale)
    return i18n.t('mail.by_hour', { hour: formatExactMoney(value.hour, i18n.locale), most })
  }
  if ('country' in value)
    return new Intl.DisplayNames(i18n.locale, { type: 'region' }).of(value.country) ?? value.country
  if ('word' in value) return i18n.t(`mail.words.${value.word}`)
  if ('date' in value) {
    return DateTime.fromISO(value.date, { zone: 'utc', locale: i18n.locale }).toLocaleString(
      DateTime.DATE_FULL
    )
  }
  return DateTime.fromISO(value.instant, { zone, locale: i18n.locale }).toLocaleString(DateTime.DATETIME_FULL)
}
