import { defineConfig } from '@adonisjs/core/http'
import env from '#start/env'

const isProduction = env.get('NODE_ENV') === 'production'

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,
  // Behind a proxy of ours only; the address of the caller decides rate limits.
  trustProxy: (address) => address === '127.0.0.1' || address === '::1' || address.startsWith('10.'),
  cookie: { httpOnly: true, secure: isProduction, sameSite: 'lax', path: '/' },
})
