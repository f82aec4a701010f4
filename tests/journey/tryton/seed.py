"""Makes a company that sells one article out of a fresh Tryton database: `seed.py CONFIG DATABASE`, run beside no server."""

import sys
from decimal import Decimal

from proteus import Model, config
from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts
from trytond.modules.account_invoice.tests.tools import create_payment_term, set_fiscalyear_invoice_sequences
from trytond.modules.company.tests.tools import create_company, get_company

STOCK = 100_000


def books() -> dict[str, object]:
    """A company with a year in which it may book."""
    create_company()
    company = get_company()
    year = set_fiscalyear_invoice_sequences(create_fiscalyear(company=company))
    year.click("create_period")
    create_chart(company)
    create_payment_term().save()
    accounts: dict[str, object] = get_accounts(company)
    return accounts


def article(accounts: dict[str, object]) -> None:
    """One article, in stock."""
    (unit,) = Model.get("product.uom").find([("name", "=", "Unit")])
    goods = Model.get("product.category")(name="围巾", accounting=True)
    goods.account_expense, goods.account_revenue = accounts["expense"], accounts["revenue"]
    goods.save()
    kind = Model.get("product.template")(name="羊绒围巾", default_uom=unit, type="goods", salable=True, list_price=Decimal("129.90"))
    kind.account_category = goods
    kind.save()
    (product,) = kind.products
    product.suffix_code = "WJ-01"
    product.save()
    places = Model.get("stock.location")
    (there,), (here,) = places.find([("code", "=", "SUP")]), places.find([("code", "=", "STO")])
    came = Model.get("stock.move")(product=product, unit=unit, quantity=STOCK, from_location=there, to_location=here)
    came.unit_price, came.currency = Decimal(60), get_company().currency
    came.save()
    came.click("do")


def customer() -> None:
    buyer = Model.get("party.party")(name="欧阳金丝雀")
    buyer.addresses[0].street, buyer.addresses[0].city = "金丝雀路 9 号", "杭州市"
    buyer.save()


def main() -> None:
    config.set_trytond(sys.argv[2], user="admin", config_file=sys.argv[1])
    article(books())
    customer()


if __name__ == "__main__":
    main()
