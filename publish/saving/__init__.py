"""A file saved while other programs have it open, none of whose words may be lost.

A program that reads a file, thinks, and writes it back overwrites what another has saved meanwhile; and editors take no
locks that one could wait for. So here the new file and the present one change places in one step (`swap_call`); what
came out is read once nobody is writing it any more (`quiet`); and if it is not what the new file was made from, the
change is made to that and the two change places again (`swapping`). At every moment each file lies under a name that
tells the next run what to do with it (`displaced`), so that a crash costs nothing either.
"""
