import { defineConfig } from '@adonisjs/session'
import env from '#start/env'
import { databaseSessions } from '#app/identity/http/session_store'

export default defineConfig({
  enabled: true,
  // Browsers keep a cookie of this name to its host, and take it over TLS only.
  cookieName: env.get('NODE_ENV') === 'production' ? '__Host-session' : 'session',
  clearWithBrowser: false,
  age: '14d',
  cookie: { path: '/', httpOnly: true, secure: env.get('NODE_ENV') === 'production', sameSite: 'lax' },
  store: 'database',
  stores: { database: databaseSessions() },
})
