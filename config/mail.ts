import { defineConfig, transports } from '@adonisjs/mail'
import env from '#start/env'

const smtp = new URL(env.get('SMTP_URL'))

export default defineConfig({
  default: 'smtp',
  mailers: {
    smtp: transports.smtp({
      host: smtp.hostname,
      port: Number(smtp.port || 587),
      secure: smtp.protocol === 'smtps:',
      auth: smtp.username
        ? { type: 'login', user: decodeURIComponent(smtp.username), pass: decodeURIComponent(smtp.password) }
        : undefined,
      connectionTimeout: 10_000,
      socketTimeout: 30_000,
    }),
  },
})
