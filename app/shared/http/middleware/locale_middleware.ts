import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { RequestValidator } from '@adonisjs/core/http'
import type { I18n } from '@adonisjs/i18n'
import { wishedLanguage } from '#app/shared/http/wished_language'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    i18n: I18n
  }
}

// Complaints about fields are written in the reader's language.
RequestValidator.messagesProvider = (ctx) => ctx.i18n?.createMessagesProvider()

/** The reader's language: asked for in the address, chosen before, or the browser's; else the tenant's. */
export default class LocaleMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    const locale = chooseLocale(ctx)
    ctx.i18n = i18nManager.locale(locale)
    if (ctx.request.input('lang') === locale) {
      ctx.response.plainCookie('locale', locale, { encode: false, maxAge: '1y', httpOnly: false })
    }
    return next()
  }
}

function chooseLocale(ctx: HttpContext): string {
  const supported = i18nManager.supportedLocales()
  const inPath = ctx.request.url().split('/')[1] ?? ''
  if (ctx.host?.surface === 'storefront') return supported.includes(inPath) ? inPath : ctx.host.tenant.locale
  for (const wish of [ctx.request.input('lang'), ctx.request.plainCookie('locale', { encoded: false })]) {
    if (typeof wish === 'string' && supported.includes(wish)) return wish
  }
  return wishedLanguage(ctx.request) ?? ctx.host?.tenant.locale ?? i18nManager.defaultLocale
}
