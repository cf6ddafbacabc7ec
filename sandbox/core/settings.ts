import path from 'node:path'

/** Where the sandbox listens and keeps its state. Read once, in main.ts. */
export type Settings = {
  host: string
  port: number
  smtpPort: number
  directory: string
  seed: number
  env: Record<string, string | undefined>
}

export function readSettings(env: Record<string, string | undefined>): Settings {
  return {
    host: env.SANDBOX_HOST || '127.0.0.1',
    port: portOf(env, 'SANDBOX_PORT', 3334),
    smtpPort: portOf(env, 'SANDBOX_SMTP_PORT', 3335),
    directory: path.resolve(env.SANDBOX_DIR || path.join(env.VAR_DIR || 'var', 'sandbox')),
    seed: wholeNumber(env, 'SANDBOX_SEED', 1, 0xffffffff),
    env,
  }
}

/** A setting that cannot be used. Its message is one sentence that names the variable. */
export class SettingsError extends Error {}

function portOf(env: Record<string, string | undefined>, name: string, fallback: number): number {
  return wholeNumber(env, name, fallback, 65535)
}

function wholeNumber(
  env: Record<string, string | undefined>,
  name: string,
  fallback: number,
  maximum: number
): number {
  const text = env[name]
  if (!text) return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > maximum) {
    throw new SettingsError(`${name} must be a whole number from 0 to ${maximum}, not "${text}".`)
  }
  return value
}
