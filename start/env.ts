/** Every variable the application reads, with what it must look like. `.env.example` explains each. */
import { Env } from '@adonisjs/core/env'

export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const),
  PORT: Env.schema.number(),
  HOST: Env.schema.string(),
  LOG_LEVEL: Env.schema.string.optional(),
  APP_KEY: Env.schema.secret(),
  ENCRYPTION_KEYS: Env.schema.secret(),
  DATABASE_URL: Env.schema.string(),
  APP_DATABASE_URL: Env.schema.string.optional(),
  DATABASE_POOL: Env.schema.number.optional(),
  PUBLIC_BASE_HOST: Env.schema.string(),
  SMTP_URL: Env.schema.string(),
  EXCHANGE_RATES_URL: Env.schema.string.optional(),
  VIES_URL: Env.schema.string.optional(),
  IP_COUNTRY_HEADER: Env.schema.string.optional(),
  SANDBOX_URL: Env.schema.string.optional(),
  SANDBOX_STRIPE_SECRET_KEY: Env.schema.secret.optional(),
  SANDBOX_STRIPE_PUBLISHABLE_KEY: Env.schema.string.optional(),
  SANDBOX_STRIPE_WEBHOOK_SECRET: Env.schema.secret.optional(),
  SANDBOX_BTCPAY_API_KEY: Env.schema.secret.optional(),
  SANDBOX_BTCPAY_WEBHOOK_SECRET: Env.schema.secret.optional(),
  SANDBOX_VIRTFUSION_TOKEN: Env.schema.secret.optional(),
  API_REQUESTS_PER_MINUTE: Env.schema.number.optional(),
  API_REQUESTS_PER_MINUTE_AND_ADDRESS: Env.schema.number.optional(),
  VAR_DIR: Env.schema.string.optional(),
})
