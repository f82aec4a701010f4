"""Customers: what may be merged, who may be one, what was stopped, and what a person does about it."""

from ordertower_desktop.sync.question import Question, part
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.customers import CustomerAct, CustomersPage, OrderCustomer


def customers() -> Question[CustomersPage]:
    """The page as it stands."""
    return lambda client: client.get("/v1/customers", CustomersPage)


def customer_of(order: str) -> Question[OrderCustomer]:
    """Whose an order is, and what else of theirs is open."""
    return lambda client: client.get(f"/v1/customers/of/{part(order)}", OrderCustomer)


def customer_act(act: CustomerAct) -> Question[CustomersPage]:
    """Do something; the same act again changes nothing."""
    return lambda client: client.post("/v1/customers/acts", CustomersPage, body=encode(act))
