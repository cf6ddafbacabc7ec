import { createHash } from 'node:crypto'

/** What the stand-in's one business is opened with. */
export const coinbaseKeys = {
  keyId: 'organizations/sandbox/apiKeys/1f0c7a52',
  keySecret: createHash('sha256').update('sandbox coinbase').digest('base64'),
  webhookSecret: 'coinbase_secret_of_the_test',
}

/** How a gateway is connected to the stand-in. */
export function coinbaseSettings(sandbox: { url: string }, { timeoutMs = 800 } = {}) {
  const { keyId, keySecret, webhookSecret } = coinbaseKeys
  return {
    config: { environment: 'sandbox', isLive: false, baseUrl: `${sandbox.url}/coinbase`, keyId, timeoutMs },
    secrets: { keySecret, webhookSecret },
  }
}
