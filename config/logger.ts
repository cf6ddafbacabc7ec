import { defineConfig } from '@adonisjs/core/logger'
import env from '#start/env'

/** Structured lines on standard output; names under which secrets travel are cut out wherever they appear. */
export const redactedPaths = [
  'password', '*.password', '*.*.password', 'token', '*.token', '*.*.token', 'secret', '*.secret', '*.*.secret',
  'secrets', '*.secrets', 'authorization', '*.authorization', '*.*.authorization', 'cookie', '*.cookie', '*.*.cookie',
  'client_secret', '*.client_secret', 'clientSecret', '*.clientSecret', 'card', '*.card', 'number', 'cvc', '*.cvc',
] // prettier-ignore

export default defineConfig({
  default: 'app',
  loggers: {
    app: {
      enabled: true,
      name: 'billing-platform',
      level: env.get('LOG_LEVEL', 'info'),
      redact: { paths: redactedPaths, censor: '[redacted]' },
    },
  },
})
