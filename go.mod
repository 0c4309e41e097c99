module joist

go 1.26.8
