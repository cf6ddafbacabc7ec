/** A received message as tests and the console read it. */
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser'
import { linksOf } from './links.ts'

export type Message = {
  id: string
  receivedAt: string
  /** Who it was handed over for, which need not be what its header says. */
  envelope: { from: string; to: string[] }
  from: string
  to: string
  replyTo: string | null
  subject: string
  date: string | null
  text: string
  html: string | null
  headers: Array<{ name: string; value: string }>
  /** Every address in the HTML and the text, once, in order of appearance. */
  links: string[]
  attachments: Array<{ filename: string; contentType: string; bytes: number }>
  bytes: number
}

export type Attachment = { filename: string; contentType: string; base64: string }

export type Received = {
  id: string
  receivedAt: string
  envelope: { from: string; to: string[] }
  raw: Buffer
}

export async function readMessage(
  received: Received
): Promise<{ message: Message; attachments: Attachment[] }> {
  const mail = await simpleParser(received.raw)
  const html = typeof mail.html === 'string' ? mail.html : null
  const text = mail.text ?? ''
  // Pictures shown inside the text are already part of the HTML as data.
  const attachments = mail.attachments
    .filter((attachment) => !attachment.related)
    .map((attachment, index) => ({
      filename: attachment.filename ?? `attachment-${index + 1}`,
      contentType: attachment.contentType,
      base64: attachment.content.toString('base64'),
    }))
  const message: Message = {
    id: received.id,
    receivedAt: received.receivedAt,
    envelope: received.envelope,
    from: addressText(mail.from),
    to: addressText(mail.to),
    replyTo: mail.replyTo ? addressText(mail.replyTo) : null,
    subject: mail.subject ?? '',
    date: mail.date?.toISOString() ?? null,
    text,
    html,
    headers: headersOf(mail),
    links: linksOf({ html, text }),
    attachments: attachments.map(({ filename, contentType, base64 }) => ({
      filename,
      contentType,
      bytes: Buffer.from(base64, 'base64').length,
    })),
    bytes: received.raw.length,
  }
  return { message, attachments }
}

function addressText(address: AddressObject | AddressObject[] | undefined): string {
  return [address ?? []]
    .flat()
    .map((one) => one.text)
    .join(', ')
}

function headersOf(mail: ParsedMail): Message['headers'] {
  return mail.headerLines.map(({ line }) => {
    const colon = line.indexOf(':')
    return {
      name: line.slice(0, colon),
      value: line
        .slice(colon + 1)
        .replace(/\r?\n\s+/g, ' ')
        .trim(),
    }
  })
}
