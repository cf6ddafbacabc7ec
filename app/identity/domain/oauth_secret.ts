/** What an application's secret belongs to: it cannot be opened as anything else. */
export const oauthSecretContext = (clientId: string) => `oauth_client:${clientId}`
export const oauthKeyContext = (keyId: string) => `oauth_key:${keyId}`
