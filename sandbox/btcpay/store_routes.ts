import { methodIds, rateOf } from './coins.ts'
import {
  archiveInvoice,
  changeMetadata,
  createInvoice,
  findInvoice,
  listInvoices,
  listMethods,
  markInvoice,
  present,
  unarchiveInvoice,
} from './invoices.ts'
import type { Router } from './routing.ts'
import { permissions, serverVersion } from './shop.ts'

export function registerInvoiceRoutes(router: Router): void {
  router.on('GET', '/stores/:storeId/invoices', listInvoices)
  router.on('POST', '/stores/:storeId/invoices', createInvoice)
  router.onBoth('GET', '/invoices/:invoiceId', (call) => present(call.shop, findInvoice(call)))
  router.onBoth('PUT', '/invoices/:invoiceId', changeMetadata)
  router.onBoth('DELETE', '/invoices/:invoiceId', archiveInvoice)
  router.onBoth('POST', '/invoices/:invoiceId/unarchive', unarchiveInvoice)
  router.onBoth('GET', '/invoices/:invoiceId/payment-methods', listMethods)
  router.onBoth('POST', '/invoices/:invoiceId/status', markInvoice)
}

/** What a set-up asks to learn whether server, store and key are right. */
export function registerStoreRoutes(router: Router): void {
  router.on('GET', '/server/info', ({ shop }) => ({
    version: serverVersion,
    supportedPaymentMethods: methodIds,
    fullySynched: !shop.kit.faults.strikes('not_synched'),
    syncStatus: [],
  }))
  router.on('GET', '/api-keys/current', ({ shop }) => ({
    apiKey: shop.apiKey,
    label: 'Sandbox',
    permissions: permissions.map((permission) => `${permission}:${shop.storeId}`),
  }))
  router.on('GET', '/stores/:storeId', ({ shop }) => ({
    id: shop.storeId,
    name: 'Sandbox store',
    website: null,
    defaultCurrency: 'EUR',
    speedPolicy: 'MediumSpeed',
  }))
  router.on('GET', '/stores/:storeId/payment-methods', () =>
    methodIds.map((paymentMethodId) => ({ enabled: true, paymentMethodId }))
  )
  router.on('GET', '/stores/:storeId/rates', ({ shop, query }) =>
    [query.currencyPair ?? []].flat().map((currencyPair) => {
      const [coin = '', currency = ''] = currencyPair.split('_')
      const rate = rateOf(shop, coin, currency)
      return rate === null
        ? { currencyPair, errors: [`RateProviderError(${currencyPair})`] }
        : { currencyPair, errors: [], rate }
    })
  )
}
