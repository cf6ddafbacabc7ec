/** A mail as a transport takes it. */
export interface Mail {
  /** Always the same for the same message, so that a repeat can be recognised. */
  messageId: string
  from: { name: string; address: string }
  replyTo: string | null
  to: string
  subject: string
  text: string
  html: string
}

/**
 * What became of it. `retry_later` covers an answer that was lost: the mail may have been taken, and is sent again under the
 * same id. `refused`: the receiver will never take it.
 */
export type MailOutcome = { type: 'accepted' } | { type: 'retry_later' | 'refused'; reason: string }

export interface MailTransport {
  send(mail: Mail): Promise<MailOutcome>
  /** Closes the connections that it kept. */
  close(): Promise<void>
}
