/**
 * @typedef {import('./database_steps.mjs').SignIn} SignIn
 * @typedef {import('./database_steps.mjs').DemoAccess} DemoAccess
 */

/**
 * What the terminal shows when everything answers.
 * @param {{ settings: import('./settings.mjs').Settings, access: DemoAccess, seconds: number }} parts
 */
export function welcome({ settings, access, seconds }) {
  const { baseHost, sandboxPort } = settings
  const signIn = (/** @type {SignIn} */ { email, password }) => `${email} / ${password}`
  return `
Ready in ${seconds.toFixed(1)} s.

  Storefront   http://${baseHost}
  Account      http://account.${baseHost}   ${signIn(access.customer)}
  Admin        http://admin.${baseHost}   ${signIn(access.staff)}
  Status       http://status.${baseHost}
  API          http://account.${baseHost}/api/v1/docs   tokens: bin/ace demo:access --json
  Sandbox      http://localhost:${sandboxPort}   (the other side: cards, servers, mail)

Ctrl-C stops everything; nothing is lost.
`
}
