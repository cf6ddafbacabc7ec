import env from '#start/env'
import type { MailTransport } from '#app/messaging/drivers/contract'
import { SmtpDriver } from '#app/messaging/drivers/smtp/driver'

/** Every way to send mail, by name. */
const drivers = { smtp: (url: string) => new SmtpDriver(url) } satisfies Record<
  string,
  (url: string) => MailTransport
>

const state: { transport: MailTransport | null } = { transport: null }

export function mailTransport(): MailTransport {
  state.transport ??= drivers.smtp(env.get('SMTP_URL'))
  return state.transport
}

/** Sends through another server from now on: for tests, whose mail server is known only when it runs. */
export function sendMailThrough(url: string): void {
  void closeMailTransport()
  state.transport = drivers.smtp(url)
}

/** At the end of a process, and before another server is used. */
export async function closeMailTransport(): Promise<void> {
  const open = state.transport
  state.transport = null
  await open?.close()
}
