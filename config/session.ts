import { defineConfig } from '@adonisjs/session'
import env from '#start/env'
import { databaseSessions } from '#app/identity/http/session_store'

/** Browsers keep a cookie of this name to its host, and take it over TLS only. */
export const sessionCookie = (isProduction: boolean) => ({
  cookieName: isProduction ? '__Host-session' : 'session',
  cookie: { path: '/', httpOnly: true, secure: isProduction, sameSite: 'lax' as const },
})

export default defineConfig({
  enabled: true,
  ...sessionCookie(env.get('NODE_ENV') === 'production'),
  clearWithBrowser: false,
  age: '14d',
  store: 'database',
  stores: { database: databaseSessions() },
})
