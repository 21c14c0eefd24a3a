# price_of is hot, called by render_page. ruby hot.rb SECONDS
def price_of(item)
  total = 0
  20_000.times { |i| total += (i * item) % 7 }
  total
end

def render_page(item)
  price_of(item) + 1
end

ending = Time.now + ARGV[0].to_f
total = 0
total += render_page(total % 10) while Time.now < ending
