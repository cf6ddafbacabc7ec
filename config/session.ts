import { defineConfig } from '@adonisjs/session'
import env from '#start/env'
import { databaseSessions } from '#app/identity/http/session_store'

export default defineConfig({
  enabled: true,
  // Behind TLS browsers know this and every other cookie of ours by a name of their host alone: app/shared/http/host_cookies.ts.
  cookieName: 'session',
  cookie: { path: '/', httpOnly: true, secure: env.get('NODE_ENV') === 'production', sameSite: 'lax' },
  clearWithBrowser: false,
  age: '14d',
  store: 'database',
  stores: { database: databaseSessions() },
})
