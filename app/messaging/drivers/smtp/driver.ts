import { SMTPTransport } from '@adonisjs/mail/transports/smtp'
import { smtpOptions } from '#config/mail'
import type { Mail, MailOutcome, MailTransport } from '#app/messaging/drivers/contract'

/**
 * Hands mail to a server by SMTP (RFC 5321). Connections are kept for half a minute: a server may take its time to greet, and many
 * mails follow each other.
 */
export class SmtpDriver implements MailTransport {
  private transport: SMTPTransport

  constructor(url: string) {
    this.transport = new SMTPTransport(smtpOptions(url))
  }

  async send(mail: Mail): Promise<MailOutcome> {
    try {
      await this.transport.send({
        messageId: mail.messageId,
        from: { name: mail.from.name, address: mail.from.address },
        ...(mail.replyTo ? { replyTo: [mail.replyTo] } : {}),
        to: [mail.to],
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        // Asks auto-responders for silence (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return { type: 'accepted' }
    } catch (error) {
      return toOutcome(error)
    }
  }

  close(): Promise<void> {
    return this.transport.close()
  }
}

/** 5xx is a final no; 4xx, a broken line and a silent server are tried again. */
function toOutcome(error: unknown): MailOutcome {
  const code =
    typeof error === 'object' && error !== null && 'responseCode' in error ? Number(error.responseCode) : 0
  const reason = error instanceof Error ? error.message.slice(0, 500) : String(error)
  return { type: code >= 500 && code < 600 ? 'refused' : 'retry_later', reason }
}
