import { defineConfig } from '@adonisjs/core/http'
import env from '#start/env'
import { isOwnProxy } from '#app/shared/http/own_proxy'

const isProduction = env.get('NODE_ENV') === 'production'

const writeCarefully = defineConfig({}).serializeJSON

/**
 * What is sent is nearly always plain JSON, which the engine's own writer does several times as fast as the framework's; that
 * one stays for what the engine refuses (whole numbers beyond 2^53, circles).
 */
function writeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return writeCarefully(value)
  }
}

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,
  // Behind a proxy of ours only; the address of the caller decides rate limits.
  trustProxy: isOwnProxy,
  serializeJSON: writeJson,
  cookie: { httpOnly: true, secure: isProduction, sameSite: 'lax', path: '/' },
})
