import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const ExchangeRates = () => import('#app/ledger/http/admin/exchange_rates_controller')

routesOf('admin', () => {
  router
    .get('/exchange-rates', [ExchangeRates, 'index'])
    .as('admin.exchange_rates.index')
    .use(signedInPage('staff:billing:read'))
  router
    .post('/exchange-rates', [ExchangeRates, 'store'])
    .as('admin.exchange_rates.store')
    .use(signedInPage('staff:billing:write'))
})
