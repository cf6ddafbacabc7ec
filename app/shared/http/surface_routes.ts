import { AsyncLocalStorage } from 'node:async_hooks'
import router from '@adonisjs/core/services/router'
import i18nManager from '@adonisjs/i18n/services/main'
import type { Surface } from '#app/shared/database/tenant_directory'

const surfaces = new AsyncLocalStorage<Surface>()

/** Everything that answers a request runs inside: routes are looked up for this surface. */
export function onSurface<T>(surface: Surface, run: () => T): T {
  return surfaces.run(surface, run)
}

/**
 * Routes of one surface: `/invoices` is a customer's own list on the account host and everybody's on the staff host. Each
 * surface is a domain to the router, under the surface's name, because host names are data of the tenants.
 */
export function routesOf(surface: Surface, define: () => void) {
  return router.group(define).domain(surface)
}

/**
 * The storefront's pages stand at the tenant's own language, and below `/de` and its like in others.
 * @param define defines them below a prefix, with names that begin with another
 */
export function inEachLanguage(
  define: (prefix: string, name: string) => ReturnType<typeof router.group>
): void {
  define('', 'shop')
  const locales = new RegExp(`^(${i18nManager.supportedLocales().join('|')})$`)
  define('/:locale', 'shop.in_language').where('locale', locales)
}

/** Lets the router look in the surface of the request first, and then among the routes that every surface has. */
export function matchBySurface(): void {
  const match = router.match.bind(router)
  router.match = (path, method, shouldDecode) => {
    const surface = surfaces.getStore()
    return (surface && match(path, method, shouldDecode, surface)) || match(path, method, shouldDecode)
  }
}
