import { command } from './database_steps.mjs'

/**
 * @typedef {{ email: string, password: string }} SignIn
 * @typedef {{ customer: SignIn, staff: SignIn }} DemoAccess
 */

/** Who can sign in to the demo. @param {import('./settings.mjs').Environment} environment @returns {Promise<DemoAccess>} */
export async function readDemoAccess(environment) {
  const output = await command(['demo:access', '--json'], environment)
  return JSON.parse(output.slice(output.indexOf('{')))
}

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
