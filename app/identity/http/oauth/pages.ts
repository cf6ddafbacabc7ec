import { randomBytes } from 'node:crypto'
import i18nManager from '@adonisjs/i18n/services/main'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { currentTenant } from '#app/shared/database/context'

/** The few pages that the protocol shows by itself: plain, in the reader's language, without scripts. */

interface Page {
  title: string
  /** Marked up and escaped. */
  body: string
}

export function showLogout(ctx: KoaContextWithOIDC, form: string): void {
  const t = wordsFor(ctx)
  send(ctx, {
    title: t('identity.oauth.logout_title'),
    body: `<p>${escape(t('identity.oauth.logout_text', { name: currentTenant().name }))}</p>${form}
      <p><button autofocus type="submit" form="op.logoutForm" value="yes" name="logout">${escape(t('identity.oauth.logout_yes'))}</button>
      <button class="quiet" type="submit" form="op.logoutForm">${escape(t('identity.oauth.logout_no'))}</button></p>`,
  })
}

export function showLoggedOut(ctx: KoaContextWithOIDC): void {
  const t = wordsFor(ctx)
  send(ctx, {
    title: t('identity.oauth.logged_out_title'),
    body: `<p>${escape(t('identity.oauth.logged_out_text'))}</p>`,
  })
}

/** A wrong application or a wrong address to go back to leads nowhere: the person is told here. */
export function showOauthError(
  ctx: KoaContextWithOIDC,
  out: { error: string; error_description?: string }
): void {
  const t = wordsFor(ctx)
  send(ctx, {
    title: t('identity.oauth.error_title'),
    body: `<p>${escape(t('identity.oauth.error_text'))}</p>
      <p><code>${escape([out.error, out.error_description].filter(Boolean).join(': '))}</code></p>`,
  })
}

function wordsFor(ctx: KoaContextWithOIDC) {
  const locale = ctx.acceptsLanguages('en', 'de') || currentTenant().locale
  const i18n = i18nManager.locale(locale)
  return (key: string, values: Record<string, string> = {}) => i18n.t(key, values)
}

function send(ctx: KoaContextWithOIDC, { title, body }: Page): void {
  const nonce = randomBytes(16).toString('base64')
  ctx.type = 'html'
  ctx.set(
    'content-security-policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`
  )
  ctx.set('cache-control', 'no-store')
  ctx.body = `<!DOCTYPE html><html lang="${escape(currentTenant().locale)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style nonce="${nonce}">${style}</style></head>
<body><main><h1>${escape(title)}</h1>${body}</main></body></html>`
}

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0;display:grid;min-height:100dvh;place-items:center;background:light-dark(#f4f4f5,#18181b);color:light-dark(#18181b,#f4f4f5)}
main{max-width:26rem;margin:1rem;padding:2rem;border-radius:.75rem;background:light-dark(#fff,#27272a);border:1px solid light-dark(#e4e4e7,#3f3f46)}h1{font-size:1.25rem;margin:0}code{font-size:.875rem;overflow-wrap:anywhere}
button{font:inherit;padding:.5rem 1rem;border-radius:.5rem;border:1px solid transparent;background:#1d4ed8;color:#fff;cursor:pointer}button.quiet{background:transparent;color:inherit;border-color:light-dark(#71717a,#a1a1aa)}`

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)
}
