filedesc://crawl.arc 0.0.0.0 20140216050221 text/plain 75
1 0 Crawler
URL IP-address Archive-date Content-type Archive-length

http://post.example/ 192.0.2.1 20140216050221 text/html 10
HTTP/1.1 200 OK
