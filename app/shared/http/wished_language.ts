import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'

const heard = new Map<string, string | null>()
const heardMax = 500

/** The language of ours that a browser or a program likes best. They say it in the same few words again and again: each is read once. */
export function wishedLanguage(request: HttpContext['request']): string | null {
  const said = request.header('accept-language') ?? ''
  const known = heard.get(said)
  if (known !== undefined) return known
  const language = request.language(i18nManager.supportedLocales())
  if (heard.size >= heardMax) heard.clear()
  if (said.length < 200) heard.set(said, language)
  return language
}
