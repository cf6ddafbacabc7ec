import type { Endpoint } from '#app/shared/http/endpoint'
import { exchangeRateShape, exchangeRatesShape } from '#app/ledger/http/transformers'
import { enterRateBody, listRatesQuery } from '#app/ledger/http/validators'

const ExchangeRatesController = () => import('#app/ledger/http/api/exchange_rates_controller')

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/exchange-rates', name: 'exchange_rates.index', group: 'Books', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show the exchange rates of ten days, newest first, in units for one euro, and how it goes with their feed',
    controller: [ExchangeRatesController, 'index'], query: listRatesQuery, answers: { status: 200, shape: exchangeRatesShape },
  },
  {
    method: 'POST', path: '/exchange-rates', name: 'exchange_rates.store', group: 'Books', audience: 'staff', ability: 'staff:billing:write',
    summary: "Enter a rate of your own for a day; on its day it goes before the feed's",
    controller: [ExchangeRatesController, 'store'], body: enterRateBody, answers: { status: 201, shape: exchangeRateShape }, isIdempotent: true,
    problems: [
      { status: 422, code: 'currency_unknown', when: 'the currency is none of ISO 4217.' },
      { status: 422, code: 'currency_is_pivot', when: 'the currency is the euro itself.' },
      { status: 422, code: 'day_impossible', when: 'there is no such day.' },
      { status: 422, code: 'day_in_future', when: 'the day has not come.' },
      { status: 422, code: 'rate_impossible', when: 'the rate is no positive decimal.' },
      { status: 409, code: 'kept_already', when: 'a rate was entered for this day before.' },
    ],
  },
] // prettier-ignore
