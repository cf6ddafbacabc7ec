import { inject } from '@adonisjs/core'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { inTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type { MailOutcome } from '#app/messaging/drivers/contract'
import { mailTransport } from '#app/messaging/drivers/registry'
import { isCounted } from '#app/messaging/domain/message_kinds'
import { messageSent } from '#app/messaging/events'
import { smtpMessageId } from '#app/messaging/domain/message_id'
import { planRetry } from '#app/messaging/domain/retries'
import { renderMessage, type RenderedMessage } from '#app/messaging/queries/render_message'
import * as messages from '#app/messaging/records/messages'

/** How long one try may take before another process may make the next. */
const leaseMinutes = 5

/** Sends one mail: the intent is committed, then the mail handed over, then the answer committed. */
@inject()
export class SendQueuedMessage {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute({ messageId }: { messageId: string }): Promise<void> {
    const message = await this.claim(messageId)
    if (!message) return
    const rendered = await renderMessage(message)
    if (!rendered) return this.drop(message)
    const { brand, subject, text, html } = rendered
    const address = brand.mail_from || brand.support_email
    const smtpId = smtpMessageId(message.id, address)
    const outcome = await mailTransport().send({
      messageId: smtpId,
      from: { name: brand.name, address },
      replyTo: brand.support_email || null,
      to: message.recipient,
      subject,
      text,
      html,
    })
    await this.record(message, { outcome, rendered, smtpId })
  }

  private claim(messageId: string): Promise<messages.Message | undefined> {
    return messages.claimQueued(messageId, addDuration(this.clock.now(), { minutes: leaseMinutes }))
  }

  private async record(message: messages.Message, { outcome, rendered, smtpId }: Sent): Promise<void> {
    const now = this.clock.now()
    if (outcome.type === 'accepted') {
      const kept = {
        subject_line: rendered.subject,
        text_body: rendered.keepableText,
        html_body: rendered.keepableHtml,
        smtp_message_id: smtpId,
      }
      const done = { status: 'sent', sent_at: now, next_attempt_at: null, last_error: null }
      if (!isCounted(message.kind)) return messages.updateAlone(message.id, { ...kept, ...done })
      return inTransaction(async () => {
        await messages.update(message.id, { ...kept, ...done })
        await this.announce(message, now)
      })
    }
    const next = planRetry(message.attempts, outcome.type)
    const changes = next.isDead
      ? { status: 'dead', next_attempt_at: null }
      : { next_attempt_at: addDuration(now, { minutes: next.pauseMinutes }) }
    await messages.updateAlone(message.id, { ...changes, last_error: outcome.reason })
  }

  private async announce(message: messages.Message, sentAt: Date): Promise<void> {
    const { id, kind, subject_kind: subjectKind, subject_id: subjectId, customer_id: customerId } = message
    const data = { messageId: id, kind, subjectKind, subjectId, sentAt: sentAt.toISOString() }
    await this.events.record([fact(messageSent, { kind: 'message', id }, { customerId, data })])
  }

  private async drop(message: messages.Message): Promise<void> {
    const changes = {
      status: 'dead',
      next_attempt_at: null,
      last_error: 'Not needed any more: its link was used.',
    }
    await messages.updateAlone(message.id, changes)
  }
}

interface Sent {
  outcome: MailOutcome
  rendered: RenderedMessage
  smtpId: string
}
