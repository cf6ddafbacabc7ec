/** Keeps what was received, newest first for its readers, up to a limit. */
import type { Kit } from '../core/system.ts'
import { readMessage, type Attachment, type Message } from './message.ts'

/** So many are kept, or as many as SANDBOX_MAILS_MAX says. */
const MESSAGES_MAX = 5000
const MESSAGES_BETWEEN_CUTS = 100

export type MessageFilter = { to?: string; subject?: string; since?: Date; limit?: number }

export class Inbox {
  private readonly kit: Kit

  constructor(kit: Kit) {
    this.kit = kit
  }

  async keep(envelope: { from: string; to: string[] }, raw: Buffer): Promise<Message> {
    const number = this.kit.store.next('message')
    const id = `mail_${String(number).padStart(6, '0')}`
    const receivedAt = new Date(this.kit.nowMs()).toISOString()
    const { message, attachments } = await readMessage({ id, receivedAt, envelope, raw })
    this.kit.store.transaction(() => {
      this.messages.put(id, message)
      attachments.forEach((attachment, index) => this.attachments.put(`${id} ${index}`, attachment))
      if (number % MESSAGES_BETWEEN_CUTS === 0) this.cut()
    })
    return message
  }

  list({ to, subject, since, limit }: MessageFilter = {}): Message[] {
    return this.messages.list({
      newestFirst: true,
      limit: limit ?? MESSAGES_MAX,
      filter: (message) =>
        (to === undefined || message.envelope.to.some((address) => contains(address, to))) &&
        (subject === undefined || contains(message.subject, subject)) &&
        (since === undefined || Date.parse(message.receivedAt) >= since.getTime()),
    })
  }

  find(id: string): Message | undefined {
    return this.messages.get(id)
  }

  findAttachment(id: string, index: string): Attachment | undefined {
    return this.attachments.get(`${id} ${index}`)
  }

  count(): number {
    return this.messages.count()
  }

  clear(): void {
    this.kit.store.transaction(() => {
      this.messages.clear()
      this.attachments.clear()
    })
  }

  private get messages() {
    return this.kit.store.collection<Message>('messages')
  }

  private get attachments() {
    return this.kit.store.collection<Attachment>('attachments')
  }

  private cut(): void {
    const surplus = this.messages.count() - Number(this.kit.settings.env.SANDBOX_MAILS_MAX || MESSAGES_MAX)
    if (surplus <= 0) return
    for (const message of this.messages.list({ limit: surplus })) {
      this.messages.remove(message.id)
      message.attachments.forEach((_attachment, index) => this.attachments.remove(`${message.id} ${index}`))
    }
  }
}

function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase())
}
