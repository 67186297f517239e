"""placeholder"""


def play(tell, url):
    return True
