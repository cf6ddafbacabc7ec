import { defineConfig } from '@adonisjs/session'
import env from '#start/env'
import { databaseSessions } from '#app/identity/http/session_store'

export default defineConfig({
  enabled: true,
  cookieName: 'session',
  clearWithBrowser: false,
  age: '14d',
  cookie: { path: '/', httpOnly: true, secure: env.get('NODE_ENV') === 'production', sameSite: 'lax' },
  store: 'database',
  stores: { database: databaseSessions() },
})
