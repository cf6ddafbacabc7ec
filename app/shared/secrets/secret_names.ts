/** Names under which secrets travel: of fields of messages, of settings, of variables of a game. */
const secretName =
  /^key$|secret|password|passwd|(?:^|_)pass(?:code|phrase|key)?$|(?:^|_)pw$|rcon|token|authorization|^authentication$|api_?key|cvc|cvv|credential|private|^number$|^wss$|endpoint_complete/i

const judged = new Map<string, boolean>()
const judgedMax = 2_000

/** The same few hundred names come with every message. */
export function isSecretName(name: string): boolean {
  const known = judged.get(name)
  if (known !== undefined) return known
  const isSecret = secretName.test(name)
  if (judged.size >= judgedMax) judged.clear()
  judged.set(name, isSecret)
  return isSecret
}

/** Whether a setting of a game lets somebody in who knows it: what players enter, what runs the server from outside, what its maker gave out. */
export function isSecretVariable(code: string): boolean {
  return isSecretName(code) || /(?:^|_)(?:key|gslt)$/i.test(code)
}
