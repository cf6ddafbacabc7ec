/** The mail port: takes every message from everybody, unless it is told not to. */
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Kit } from '../core/system.ts'
import type { Inbox } from './inbox.ts'

const MESSAGE_BYTES_MAX = 25_000_000
const CLOSE_MS_MAX = 200

type Reply = { code: number; text: string }
const ACCEPTED: Reply = { code: 250, text: 'OK: message queued' }
const TOO_LARGE: Reply = { code: 552, text: '5.3.4 Message is too large' }
const BROKEN: Reply = { code: 451, text: '4.3.0 Internal error, try again later' }

/** What a recipient is told while a fault of this name is on. */
const REFUSALS: Record<string, Reply> = {
  reject: { code: 550, text: '5.1.1 No such mailbox' },
  reject_temporarily: { code: 451, text: '4.7.1 Greylisted, try again later' },
}

export class MailPort {
  private readonly kit: Kit
  private readonly inbox: Inbox
  private readonly server: SMTPServer

  constructor(kit: Kit, inbox: Inbox) {
    this.kit = kit
    this.inbox = inbox
    this.server = new SMTPServer({
      name: 'sandbox',
      banner: 'sandbox mail',
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      size: MESSAGE_BYTES_MAX,
      closeTimeout: CLOSE_MS_MAX,
      onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anybody' }),
      onRcptTo: (address, session, done) => {
        const refusal = this.refusalOf(address.address)
        if (!refusal) return done()
        done(asError(this.log(session, refusal.reply, { to: address.address }, refusal.fault)))
      },
      onData: (stream, session, done) => void this.settle(stream, session, done),
    })
  }

  open(): Promise<void> {
    const { host, smtpPort } = this.kit.settings
    return new Promise((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(smtpPort, host, () => {
        this.server.off('error', reject)
        // A caller that hangs up in mid-sentence is its own problem, not the sandbox's.
        this.server.on('error', () => {})
        resolve()
      })
    })
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()))
  }

  private refusalOf(address: string): { reply: Reply; fault: string } | null {
    const call = { method: 'SMTP', path: `/${address}` }
    const fault = Object.keys(REFUSALS).find((name) => this.kit.faults.strikes(name, call))
    const reply = fault && REFUSALS[fault]
    return reply ? { reply, fault } : null
  }

  private async settle(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null, text?: string) => void
  ): Promise<void> {
    try {
      const reply = await this.receive(stream, session)
      if (reply?.code === ACCEPTED.code) done(null, reply.text)
      else if (reply) done(asError(reply))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** The reply to a message, or null when there shall be none. */
  private async receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Reply | null> {
    const raw = await readAll(stream)
    if (stream.sizeExceeded) return TOO_LARGE
    const envelope = {
      from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
      to: session.envelope.rcptTo.map(({ address }) => address),
    }
    const call = { method: 'SMTP', path: `/${envelope.to[0] ?? ''}` }
    await this.waitFor('latency_ms', call)
    if (this.kit.faults.strikes('timeout_before', call))
      return this.silence(session, 'timeout_before', envelope)
    if (this.kit.faults.strikes('error_500', call)) return this.log(session, BROKEN, envelope, 'error_500')
    const hangs = this.kit.faults.strikes('timeout_after', call)
    const message = await this.inbox.keep(envelope, raw)
    const about = { ...envelope, subject: message.subject, id: message.id }
    await this.waitFor('answer_late_ms', call)
    return hangs ? this.silence(session, 'timeout_after', about) : this.log(session, ACCEPTED, about)
  }

  private async waitFor(fault: string, call: { method: string; path: string }): Promise<void> {
    const valueMs = this.kit.faults.take(fault, call)?.value ?? 0
    if (valueMs > 0) await new Promise((resolve) => setTimeout(resolve, valueMs))
  }

  private silence(session: SMTPServerSession, fault: string, about: Record<string, unknown>): null {
    this.log(session, { code: 0, text: '' }, about, fault)
    return null
  }

  private log(
    session: SMTPServerSession,
    reply: Reply,
    about: Record<string, unknown>,
    fault: string | null = null
  ): Reply {
    this.kit.log.add({
      method: 'SMTP',
      path: `/${String(about.to ?? '')}`,
      status: reply.code,
      durationMs: 0,
      fault,
      requestBody: { client: session.clientHostname, ...about },
      responseBody: reply.text,
    })
    return reply
  }
}

function asError(reply: Reply): Error {
  return Object.assign(new Error(reply.text), { responseCode: reply.code })
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
