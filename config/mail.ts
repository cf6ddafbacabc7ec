import { defineConfig, transports } from '@adonisjs/mail'
import env from '#start/env'

/** Where mail is handed over: `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. */
export function smtpOptions(url: string, withoutTls = env.get('WITHOUT_TLS', '')) {
  const smtp = new URL(url)
  const mayBePlain = [
    'localhost',
    '127.0.0.1',
    '[::1]',
    ...withoutTls.split(',').map((name) => name.trim()),
  ].includes(smtp.hostname)
  return {
    host: smtp.hostname,
    port: Number(smtp.port || 587),
    secure: smtp.protocol === 'smtps:',
    // Nothing leaves this machine unencrypted because somebody in between cut STARTTLS out of the greeting.
    requireTLS: !mayBePlain,
    auth: smtp.username
      ? {
          type: 'login' as const,
          user: decodeURIComponent(smtp.username),
          pass: decodeURIComponent(smtp.password),
        }
      : undefined,
    connectionTimeout: 10_000,
    // One that is kept and not used is closed after the same time.
    socketTimeout: 30_000,
    pool: true as const,
    maxConnections: 5,
    // Servers count what comes over one connection.
    maxMessages: 100,
    // A kept connection may have been closed just when it was to be used: once more over another one, then the queue decides.
    maxRequeues: 1,
  }
}

export default defineConfig({
  default: 'smtp',
  mailers: { smtp: transports.smtp(smtpOptions(env.get('SMTP_URL'))) },
})
