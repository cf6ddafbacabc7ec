/** What follows each fact. `bin/ace flow <event>` prints a row of this table with its story. */
import '#app/identity/events'
import '#app/customers/events'
import '#app/payments/events'
