import Model

/// A quantity of one bucket that has a price: what becomes one line of the estimate, or several where volume bands apply.
struct Charge {
  var category: CostLine.Category
  /// The price's key in the table.
  var key: String
  var item: String
  var storageClass: StorageClass?
  var basis: CostLine.Basis
  var note = ""
  var quantity: ExactDecimal
  var unit: String
}
