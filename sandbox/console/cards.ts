/** The test cards worth knowing by heart, in the order in which one tries them. */
import { html, type Html } from '../core/html.ts'
import { icon } from './icons.ts'

type Card = { number: string; does: string }
type Sheet = { title: string; cards: Card[] }

const SHEETS: Sheet[] = [
  {
    title: 'Succeeds',
    cards: [
      { number: '4242 4242 4242 4242', does: 'Visa, always' },
      { number: '5555 5555 5555 4444', does: 'Mastercard, always' },
    ],
  },
  {
    title: 'Asks for authentication',
    cards: [
      { number: '4000 0025 0000 3155', does: 'once, then works off session' },
      { number: '4000 0027 6000 3184', does: 'every time, also at renewals' },
      { number: '4000 0082 6000 3178', does: 'and then has no funds' },
    ],
  },
  {
    title: 'Declines',
    cards: [
      { number: '4000 0000 0000 0002', does: 'at once, without a reason' },
      { number: '4000 0000 0000 9995', does: 'insufficient funds' },
      { number: '4000 0000 0000 0069', does: 'expired' },
      { number: '4000 0000 0000 0341', does: 'can be saved, fails when charged' },
    ],
  },
  {
    title: 'Trouble later',
    cards: [
      { number: '4000 0000 0000 0259', does: 'disputed as fraudulent' },
      { number: '4000 0000 0000 5126', does: 'refund fails after a while' },
    ],
  },
]

export function cardSheet(): Html {
  return html`<section class="card" aria-labelledby="cards-title">
    <div class="card-head">
      <h2 id="cards-title">Test cards</h2>
      <p class="muted">Any future date, any three digits</p>
    </div>
    <div class="sheets">
      ${SHEETS.map(
        (sheet) =>
          html`<div>
            <h3>${sheet.title}</h3>
            <ul class="sheet">
              ${sheet.cards.map(
                (card) =>
                  html`<li>
                    <button type="button" class="copy" data-copy="${card.number.replaceAll(' ', '')}">
                      <code>${card.number}</code>${icon('copy')}<span class="hidden"> copy</span>
                    </button>
                    <span class="muted">${card.does}</span>
                  </li>`
              )}
            </ul>
          </div>`
      )}
    </div>
  </section>`
}
